/**
 * The wire contract, whichever way it travels: the types made from docs/protocol at build time, and
 * one class per operation. Read {@link org.dossierhub.exchange.protocol.TakeMessage} first; {@link
 * org.dossierhub.exchange.protocol.Refusals} makes every refusal. The adapters soap, queue and rest
 * only carry these elements.
 */
package org.dossierhub.exchange.protocol;
