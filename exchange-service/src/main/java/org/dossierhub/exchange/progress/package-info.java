/**
 * How a dossier moves on after it was received. Read {@link
 * org.dossierhub.exchange.progress.MoveDossier} first.
 */
package org.dossierhub.exchange.progress;
