// The keys that code may name, from the English files themselves: a key that no file has is a compile error.
import type checkup from "@locales/en/checkup.json";
import type shell from "@locales/en/console.json";
import type admin from "@locales/en/console_admin.json";
import type checkupScreens from "@locales/en/console_checkup.json";
import type connections from "@locales/en/console_connections.json";
import type customers from "@locales/en/console_customers.json";
import type demo from "@locales/en/console_demo.json";
import type digests from "@locales/en/console_digests.json";
import type imports from "@locales/en/console_import.json";
import type layers from "@locales/en/console_layers.json";
import type lifecycle from "@locales/en/console_lifecycle.json";
import type org from "@locales/en/console_org.json";
import type retention from "@locales/en/console_retention.json";
import type segmentRules from "@locales/en/console_segment_rules.json";
import type segments from "@locales/en/console_segments.json";
import type sends from "@locales/en/console_sends.json";
import type sidebar from "@locales/en/console_sidebar.json";
import type sources from "@locales/en/console_sources.json";
import type staff from "@locales/en/console_staff.json";
import type tags from "@locales/en/console_tags.json";
import type today from "@locales/en/console_today.json";
import type insight from "@locales/en/insight.json";

export type Key =
  | keyof typeof shell
  | keyof typeof admin
  | keyof typeof checkupScreens
  | keyof typeof connections
  | keyof typeof customers
  | keyof typeof demo
  | keyof typeof digests
  | keyof typeof imports
  | keyof typeof layers
  | keyof typeof lifecycle
  | keyof typeof org
  | keyof typeof retention
  | keyof typeof segmentRules
  | keyof typeof segments
  | keyof typeof sends
  | keyof typeof sidebar
  | keyof typeof sources
  | keyof typeof staff
  | keyof typeof tags
  | keyof typeof today
  | keyof typeof checkup
  | keyof typeof insight;
