/**
 * What proves the way of a message to others: every hand-over as a signed document, in a chain; the
 * time-stamps they share; and all of it with the documents in one file. Read {@link
 * org.dossierhub.exchange.evidence.SignEvidence} first.
 */
package org.dossierhub.exchange.evidence;
