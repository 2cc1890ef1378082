/**
 * The REST surface below {@code /api/v1}, described in {@code docs/protocol/openapi.yaml}. Read
 * {@link org.dossierhub.exchange.rest.RestApi} first: it lists every resource; {@link
 * org.dossierhub.exchange.rest.Problems} makes every refusal. Agencies exchange by {@link
 * org.dossierhub.exchange.rest.ExchangeResource}.
 */
package org.dossierhub.exchange.rest;
