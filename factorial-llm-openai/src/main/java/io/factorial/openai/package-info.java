/**
 * Asks models over OpenAI's chat completions, at OpenAI and at every endpoint that speaks the same
 * protocol. Start at {@link io.factorial.openai.OpenAiModule}.
 */
@NullMarked
package io.factorial.openai;

import org.jspecify.annotations.NullMarked;
