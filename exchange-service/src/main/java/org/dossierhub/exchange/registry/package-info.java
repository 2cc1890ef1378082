/**
 * How agencies, their certificates and agreements come and go. Read {@link
 * org.dossierhub.exchange.registry.RegisterAgency} first.
 */
package org.dossierhub.exchange.registry;
