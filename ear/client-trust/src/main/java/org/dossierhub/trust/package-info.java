/**
 * Which client certificates the mutual-TLS listener accepts: those in a folder, read again when the
 * folder changes, so that an agency can be added while the server runs. Lies on the server's own
 * class path, not in the application, because the listener needs it before any application is
 * loaded. Read {@link org.dossierhub.trust.FolderTrustManager} first.
 */
package org.dossierhub.trust;
