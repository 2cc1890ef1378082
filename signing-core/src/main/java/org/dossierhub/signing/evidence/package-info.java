/**
 * What proves the way of a message: many evidences under one time-stamp, and all of it in one file.
 * Read {@link org.dossierhub.signing.evidence.HashTree} first.
 */
package org.dossierhub.signing.evidence;
