/** Tests of the status table. */
@NullMarked
package io.factorial.testkit.contract;

import org.jspecify.annotations.NullMarked;
