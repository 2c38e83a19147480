/**
 * What an agent is: its definition, and what is changed or observed while it runs. Start at {@link
 * io.factorial.agent.Agent}.
 */
@NullMarked
package io.factorial.agent;

import org.jspecify.annotations.NullMarked;
