/**
 * What a portal has been told about a dossier, line by line of its history. Read {@link
 * org.dossierhub.exchange.synchronisation.PortalCalls} first.
 */
package org.dossierhub.exchange.synchronisation;
