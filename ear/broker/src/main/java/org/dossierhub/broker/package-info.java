/**
 * The message broker of a local installation: Artemis in a process of its own, one durable journal,
 * one TLS acceptor for core, AMQP 1.0 and STOMP, one user per agency. Read {@link
 * org.dossierhub.broker.Broker} first, then {@link org.dossierhub.broker.AgencyRights} for who may
 * do what, {@link org.dossierhub.broker.MessageLimits} for how much, and {@link
 * org.dossierhub.broker.LineGuard} for what may come over the line.
 */
package org.dossierhub.broker;
