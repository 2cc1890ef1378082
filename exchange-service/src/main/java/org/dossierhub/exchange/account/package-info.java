/**
 * The people who work with the hub: for which agency, in which roles, with which signing
 * certificates. Read {@link org.dossierhub.exchange.account.Account} first; {@link
 * org.dossierhub.exchange.account.CurrentAccount} is what the rest of the hub asks. How people
 * prove who they are is in package {@code staff}.
 */
package org.dossierhub.exchange.account;
