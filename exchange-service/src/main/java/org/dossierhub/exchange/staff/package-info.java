/**
 * How people get an account and prove that it is theirs: passwords, second factors, signing
 * certificates, images. Read {@link org.dossierhub.exchange.staff.CheckSignIn} first, it says who
 * may come in; {@link org.dossierhub.exchange.staff.RememberBrowser} how long that lasts, {@link
 * org.dossierhub.exchange.staff.RegisterAccount} says how an account comes about and {@link
 * org.dossierhub.exchange.staff.Administration} who may change whose.
 */
package org.dossierhub.exchange.staff;
