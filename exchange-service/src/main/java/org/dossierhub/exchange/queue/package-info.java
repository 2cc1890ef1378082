/**
 * The message broker, over which agencies exchange by JMS. Read {@link
 * org.dossierhub.exchange.queue.JmsIntake} and {@link org.dossierhub.exchange.queue.JmsCourier}
 * first. JMS and Artemis stay inside this package.
 */
package org.dossierhub.exchange.queue;
