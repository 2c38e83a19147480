/** What a model and an agent say to each other. Start at {@link io.factorial.message.Message}. */
@NullMarked
package io.factorial.message;

import org.jspecify.annotations.NullMarked;
