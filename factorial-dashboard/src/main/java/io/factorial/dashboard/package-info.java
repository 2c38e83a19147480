/**
 * The dashboard beside an orchestrator: web pages for people, an HTTP control plane for programs.
 * Start at {@link io.factorial.dashboard.DashboardModule}.
 */
@NullMarked
package io.factorial.dashboard;

import org.jspecify.annotations.NullMarked;
