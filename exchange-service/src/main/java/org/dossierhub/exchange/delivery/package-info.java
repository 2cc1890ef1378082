/**
 * How messages leave the hub. Read {@link org.dossierhub.exchange.delivery.DeliverMessage} first.
 */
package org.dossierhub.exchange.delivery;
