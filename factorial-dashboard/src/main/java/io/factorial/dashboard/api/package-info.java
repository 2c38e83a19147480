/**
 * The resources of the control plane, one class each. Start at {@link
 * io.factorial.dashboard.api.ControlPlane}.
 */
@NullMarked
package io.factorial.dashboard.api;

import org.jspecify.annotations.NullMarked;
