/**
 * A question to a customer that may take a day, and a payment that must not be made twice. Start at
 * {@link io.factorial.examples.desk.SupportDeskExample}.
 */
@NullMarked
package io.factorial.examples.desk;

import org.jspecify.annotations.NullMarked;
