/** Tests of the dashboard's server, over real HTTP. */
@NullMarked
package io.factorial.dashboard;

import org.jspecify.annotations.NullMarked;
