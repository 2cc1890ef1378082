/**
 * Whether the hub is fit to work right now. Each part that can fail brings a bean of {@link
 * org.dossierhub.exchange.health.HealthCheck}; read that first. {@link
 * org.dossierhub.exchange.health.AskHealth} asks them all, for the page and for the launcher.
 */
package org.dossierhub.exchange.health;
