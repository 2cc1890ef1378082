/**
 * The pages: JAX-RS resources that answer with a {@link org.dossierhub.exchange.web.Page}, which
 * FreeMarker turns into HTML. Read {@link org.dossierhub.exchange.web.Pages} first: it lists every
 * resource and filter. A request passes {@link org.dossierhub.exchange.web.Arrival} (language, form
 * token, who it is), then {@link org.dossierhub.exchange.web.Doorkeeper} (may they?), and its form,
 * if any, is a {@link org.dossierhub.exchange.web.PostedForm}, which exists only when its token was
 * right. Templates are the {@code .ftlh} files of this package; their texts are in {@code texts_vi}
 * and {@code texts_en}.
 */
package org.dossierhub.exchange.web;
