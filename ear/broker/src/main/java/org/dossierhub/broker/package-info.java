/**
 * The message broker of a local installation: Artemis in a process of its own, one durable journal,
 * one TLS acceptor for core, AMQP 1.0 and STOMP, one user per agency. Read {@link
 * org.dossierhub.broker.Broker} first, then {@link org.dossierhub.broker.AgencyRights} for who may
 * do what, and {@link org.dossierhub.broker.MessageLimits} for how much.
 */
package org.dossierhub.broker;
