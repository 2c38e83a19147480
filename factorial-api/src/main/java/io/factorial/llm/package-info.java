/**
 * One call of a language model, whoever the provider is. Start at {@link
 * io.factorial.llm.LlmClient}.
 */
@NullMarked
package io.factorial.llm;

import org.jspecify.annotations.NullMarked;
