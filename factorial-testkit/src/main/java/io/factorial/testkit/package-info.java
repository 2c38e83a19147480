/**
 * What tests of agents need: a model that says what a script says, and a clock that stands still.
 * Start at {@link ScriptedLlm}. The suites that every adapter must pass are in {@code
 * io.factorial.testkit.contract}.
 */
@NullMarked
package io.factorial.testkit;

import org.jspecify.annotations.NullMarked;
