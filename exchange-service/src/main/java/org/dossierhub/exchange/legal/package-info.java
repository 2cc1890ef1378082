/**
 * The law the hub's forms and rules rest on, as dated data. Read {@link
 * org.dossierhub.exchange.legal.LegalInstrument} first.
 */
package org.dossierhub.exchange.legal;
