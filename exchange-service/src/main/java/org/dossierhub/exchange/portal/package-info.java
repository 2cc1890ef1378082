/**
 * The National Portal as provinces reach it today: the classic synchronisation interface with its
 * service {@code DongBoHoSoMC}. Read {@link org.dossierhub.exchange.portal.SynchronisePortal}
 * first.
 */
package org.dossierhub.exchange.portal;
