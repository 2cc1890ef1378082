/**
 * The message broker of a local installation: Artemis in a process of its own, one durable journal,
 * one TLS acceptor, one user per agency. Read {@link org.dossierhub.broker.Broker} first, then
 * {@link org.dossierhub.broker.AgencyRights} for who may do what.
 */
package org.dossierhub.broker;
