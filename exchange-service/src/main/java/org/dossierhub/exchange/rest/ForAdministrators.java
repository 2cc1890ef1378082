package org.dossierhub.exchange.rest;

import jakarta.ws.rs.NameBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** This resource answers administrators only, who say with HTTP Basic who they are. */
@NameBinding
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface ForAdministrators {
  /** Whether the administrator has to belong to the hub's own agency. */
  boolean ofWholeHub() default true;
}
