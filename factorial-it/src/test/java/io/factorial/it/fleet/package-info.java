/** Workers as real processes on a real Redis, which die, freeze and restart. Start at FleetTest. */
@NullMarked
package io.factorial.it.fleet;

import org.jspecify.annotations.NullMarked;
