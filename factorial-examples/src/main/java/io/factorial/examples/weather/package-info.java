/** The first agent: one tool, run inline and on a queue. Start at {@link WeatherExample}. */
@NullMarked
package io.factorial.examples.weather;

import org.jspecify.annotations.NullMarked;
