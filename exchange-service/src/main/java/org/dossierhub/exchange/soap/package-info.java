/**
 * The exchange over SOAP 1.2: the hub as server at {@code /soap/exchange} and as client of agencies
 * that take pushes. Read {@link org.dossierhub.exchange.soap.ExchangeServlet} first, which lists
 * what a request passes through, in order. CXF and WSS4J stay inside this package.
 */
package org.dossierhub.exchange.soap;
