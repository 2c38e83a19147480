/** Tests of the scripted model, the test clock and the status table themselves. */
@NullMarked
package io.factorial.testkit;

import org.jspecify.annotations.NullMarked;
