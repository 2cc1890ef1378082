/**
 * What an installation can set, one small record for each capability, read once at start. Read
 * {@link org.dossierhub.exchange.settings.Settings} first: it lists everything that is wrong in one
 * message.
 */
package org.dossierhub.exchange.settings;
