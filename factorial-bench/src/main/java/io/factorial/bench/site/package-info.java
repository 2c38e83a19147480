/**
 * What is measured: stores, agents, models, and the work that they are given. Start at {@link
 * Site}.
 */
@NullMarked
package io.factorial.bench.site;

import org.jspecify.annotations.NullMarked;
