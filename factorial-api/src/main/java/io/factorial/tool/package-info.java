/**
 * What a model may call, and how a call ends. Start at {@link io.factorial.tool.Tool} for methods,
 * at {@link io.factorial.tool.FunctionTool} for everything else.
 */
@NullMarked
package io.factorial.tool;

import org.jspecify.annotations.NullMarked;
