/**
 * The catalogue of administrative procedures. Read {@link
 * org.dossierhub.exchange.procedure.Procedure} first.
 */
package org.dossierhub.exchange.procedure;
