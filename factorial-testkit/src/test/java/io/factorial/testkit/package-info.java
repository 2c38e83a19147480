/** Tests of the scripted model and the test clock themselves. */
@NullMarked
package io.factorial.testkit;

import org.jspecify.annotations.NullMarked;
