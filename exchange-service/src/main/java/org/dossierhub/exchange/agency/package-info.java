/**
 * Who exchanges with the hub, by which certificates and under which agreements. Read {@link
 * org.dossierhub.exchange.agency.Agency} first.
 */
package org.dossierhub.exchange.agency;
