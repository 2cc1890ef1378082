/**
 * {@code ./hub drill}: processes of a running hub killed again and again under traffic; the ledgers
 * of sender and receivers, outside the hub, say what was lost or doubled.
 */
package org.dossierhub.system.drill;
