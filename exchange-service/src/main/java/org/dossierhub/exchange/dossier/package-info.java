/**
 * The dossier, its five separate states, its history and what its documents are worth. Read {@link
 * org.dossierhub.exchange.dossier.Dossier} first.
 */
package org.dossierhub.exchange.dossier;
