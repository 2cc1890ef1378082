/**
 * The message broker: the hub's own work queues, and the agencies that exchange over JMS. Read
 * {@link org.dossierhub.exchange.queue.RelayOutbox} and {@link
 * org.dossierhub.exchange.queue.WorkConsumer} first. The outbox row is the single truth; a JMS
 * message only says that it is somebody's turn. JMS and Artemis stay inside this package.
 */
package org.dossierhub.exchange.queue;
