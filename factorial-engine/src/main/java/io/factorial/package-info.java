/** Where users begin: {@link Factorial} makes orchestrators and inline runners of modules. */
@NullMarked
package io.factorial;

import org.jspecify.annotations.NullMarked;
