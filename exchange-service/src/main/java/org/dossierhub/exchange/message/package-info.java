/**
 * The things that travel: a message, its signed manifest, its parts and the bytes behind them. Read
 * {@link org.dossierhub.exchange.message.Manifest} first; {@link
 * org.dossierhub.exchange.message.Inbox} and {@link org.dossierhub.exchange.message.Payloads} are
 * where they are kept.
 */
package org.dossierhub.exchange.message;
