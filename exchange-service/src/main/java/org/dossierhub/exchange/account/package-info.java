/**
 * The people who work with the hub: who they are, for which agency, in which roles, and how they
 * prove it. Read {@link org.dossierhub.exchange.account.Account} first, then {@link
 * org.dossierhub.exchange.account.CheckSignIn}, which says who may come in. {@link
 * org.dossierhub.exchange.account.CurrentAccount} is what the rest of the hub asks.
 */
package org.dossierhub.exchange.account;
