/**
 * Starts, watches and stops the local processes of a hub: PostgreSQL, the broker, the application
 * server and the development certificate authorities. Read {@link org.dossierhub.launcher.Hub}
 * first.
 */
package org.dossierhub.launcher;
