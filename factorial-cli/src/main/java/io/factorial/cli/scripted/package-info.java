/**
 * A server that speaks the OpenAI chat completions protocol and plays a model by a script. Start at
 * {@link ScriptedServer}.
 */
@NullMarked
package io.factorial.cli.scripted;

import org.jspecify.annotations.NullMarked;
