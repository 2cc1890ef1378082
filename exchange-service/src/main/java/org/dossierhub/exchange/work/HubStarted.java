package org.dossierhub.exchange.work;

/** Event: settings are checked and the database is at its version; background loops may begin. */
public record HubStarted() {}
