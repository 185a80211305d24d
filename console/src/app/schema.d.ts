/* The contract of the API by hand, in the form openapi-typescript writes. `npm run types` replaces this file by what
 * the server itself says; screens use the names of types.ts. */

type Json = unknown;
interface Bodyless<Q, P, R> {
  parameters: { query?: Q; path: P; header?: never; cookie?: never };
  requestBody?: never;
  responses: { 200: { headers: Record<string, unknown>; content: { "application/json": R } } };
}
interface Pathless<Q, R> {
  parameters: { query?: Q; path?: never; header?: never; cookie?: never };
  requestBody?: never;
  responses: { 200: { headers: Record<string, unknown>; content: { "application/json": R } } };
}
interface Act<P, B, R> {
  parameters: { query?: never; path: P; header?: never; cookie?: never };
  requestBody: { content: { "application/json": B } };
  responses: { 200: { headers: Record<string, unknown>; content: { "application/json": R } } };
}
interface Send<B, R> {
  parameters: { query?: never; path?: never; header?: never; cookie?: never };
  requestBody: { content: { "application/json": B } };
  responses: { 200: { headers: Record<string, unknown>; content: { "application/json": R } } };
}
interface Page { cursor?: string; limit?: number }
interface Paged<T> { items: T[]; next: string | null }
interface Listed<T> { items: T[] }
type S = components["schemas"];
type Empty = Record<string, never>;

export interface paths {
  "/api/v1/session": {
    get: Pathless<never, S["Session"]>;
    post: Send<{ login: string; password: string }, S["Session"]>;
    delete: Pathless<never, undefined>;
  };
  "/api/v1/sessions": { delete: Pathless<never, undefined> };
  "/api/v1/session/password": { post: Send<{ old: string; new: string }, S["Session"]> };
  "/api/v1/me/preferences": { get: Pathless<never, { values: Record<string, Json> }> };
  "/api/v1/me/preferences/{name}": { put: Act<{ name: string }, { value: Json }, undefined> };
  "/api/v1/users": {
    get: Pathless<never, Listed<S["User"]>>;
    post: Send<{ login: string; name: string; role: S["Role"]; staff_id: number | null }, { user: S["User"]; password: string }>;
  };
  "/api/v1/users/{user_id}": {
    patch: Act<{ user_id: number }, { name?: string; role?: S["Role"]; staff_id?: number | null; disabled?: boolean }, S["User"]>;
  };
  "/api/v1/users/{user_id}/password": { post: Bodyless<never, { user_id: number }, { password: string }> };
  "/api/v1/staff": { get: Pathless<{ q?: string }, Listed<S["StaffMember"]>> };
  "/api/v1/colleagues": { get: Pathless<never, Listed<{ id: number; name: string }>> };
  "/api/v1/tokens": {
    get: Pathless<never, Listed<S["ApiToken"]>>;
    post: Send<{ name: string; scopes: S["Permission"][]; expires_at?: number | null }, { token: S["ApiToken"]; secret: string }>;
  };
  "/api/v1/tokens/{token_id}": { delete: Bodyless<never, { token_id: number }, undefined> };
  "/api/v1/audit": { get: Pathless<Page & { act?: string; user_id?: number; subject?: string }, Paged<S["AuditEntry"]>> };
  "/api/v1/status": { get: Pathless<never, S["Status"]> };
  "/api/v1/jobs": { get: Pathless<{ open?: boolean }, Listed<S["JobView"]>> };
  "/api/v1/jobs/{job_id}": { get: Bodyless<never, { job_id: number }, S["JobView"]> };
  "/api/v1/jobs/{job_id}/cancel": { post: Bodyless<never, { job_id: number }, S["JobView"]> };
  "/api/v1/jobs/{job_id}/resume": { post: Bodyless<never, { job_id: number }, S["JobView"]> };
  "/api/v1/uploads": { post: Pathless<never, S["UploadView"]> };
  "/api/v1/uploads/{upload_id}": {
    get: Bodyless<never, { upload_id: number }, S["UploadView"]>;
    delete: Bodyless<never, { upload_id: number }, undefined>;
  };
  "/api/v1/uploads/{upload_id}/inspect": { post: Act<{ upload_id: number }, S["Look"], S["Inspection"]> };
  "/api/v1/imports": { get: Pathless<Page, Paged<S["ImportView"]>>; post: Send<S["ImportOrder"], S["JobView"]> };
  "/api/v1/imports/{run_id}": { get: Bodyless<never, { run_id: number }, S["ImportDetail"]> };
  "/api/v1/imports/{run_id}/undo": {
    get: Bodyless<never, { run_id: number }, S["UndoView"]>;
    post: Bodyless<never, { run_id: number }, S["JobView"]>;
  };
  "/api/v1/checkup": { get: Pathless<{ as_of?: string }, S["CheckupView"]> };
  "/api/v1/checkup/groups": {
    get: Pathless<
      Page & {
        as_of?: string; q?: string; state?: S["State"]; advice?: S["Advice"]; line?: string; owner?: string;
        decision?: string;
      },
      Paged<S["GroupRow"]>
    >;
  };
  "/api/v1/checkup/groups/{group_id}": { get: Bodyless<{ as_of?: string }, { group_id: string }, S["GroupDetail"]> };
  "/api/v1/checkup/operators": { get: Pathless<{ as_of?: string }, Listed<S["OperatorReport"]>> };
  "/api/v1/checkup/blasts": { get: Pathless<{ as_of?: string }, Listed<S["Blast"]>> };
  "/api/v1/checkup/compare": { get: Pathless<{ from?: string; to?: string }, S["CompareView"]> };
  "/api/v1/checkup/accept/preview": { post: Send<{ groups: string[] }, S["AcceptPreview"]> };
  "/api/v1/checkup/accept": { post: Send<{ groups: string[]; due_at?: number }, { tasks: number }> };
  "/api/v1/checkup/snooze": { post: Send<{ groups: string[]; until: string }, undefined> };
  "/api/v1/checkup/keep": { post: Send<{ groups: string[]; reason: string }, undefined> };
  "/api/v1/checkup/undo": { post: Send<{ groups: string[] }, undefined> };
  "/api/v1/checkup/refresh": { post: Pathless<never, S["JobView"]> };
  "/api/v1/tasks": { get: Pathless<Page & { state?: S["TaskState"]; mine?: boolean }, S["TaskList"]> };
  "/api/v1/tasks/batch": { post: Send<S["TaskBatch"], S["TaskOutcome"]> };
  "/api/v1/digests": { get: Pathless<Page & { period?: S["Period"] }, S["DigestList"]>; post: Send<{ period: S["Period"] }, S["JobView"]> };
  "/api/v1/digests/compare": { get: Pathless<{ earlier: number; later: number }, S["DigestComparison"]> };
  "/api/v1/digests/{digest_id}": { get: Bodyless<never, { digest_id: number }, S["DigestView"]> };
  "/api/v1/webhooks": {
    get: Pathless<never, Listed<S["WebhookView"]>>;
    post: Send<{ url: string; name: string; periods: S["Period"][]; lang?: "zh" | "en" }, { webhook: S["WebhookView"]; secret: string }>;
  };
  "/api/v1/webhooks/{webhook_id}": { delete: Bodyless<never, { webhook_id: number }, undefined> };
  "/api/v1/webhooks/{webhook_id}/test": { post: Bodyless<never, { webhook_id: number }, S["DeliveryView"]> };
  "/api/v1/webhooks/{webhook_id}/deliveries": { get: Bodyless<never, { webhook_id: number }, Listed<S["DeliveryView"]>> };
}

export interface components {
  schemas: {
    Role: "administrator" | "supervisor" | "operator" | "analyst";
    Permission:
      | "groups.see" | "advice.act" | "tasks.see" | "tasks.do" | "imports.see" | "imports.run" | "facts.post"
      | "reports.see" | "reports.manage" | "staff.see" | "users.manage" | "tokens.manage" | "audit.see";
    User: {
      id: number; login: string; name: string; role: S["Role"]; staff_id: number | null; staff_name?: string | null;
      disabled: boolean; must_change_password: boolean; created_at: number; signed_in_at: number | null;
    };
    Session: {
      user: S["User"]; csrf: string; permissions: S["Permission"][]; version: string; demo: boolean; zone: string;
      now_at: number;
    };
    StaffMember: { id: number; name: string; platform: string; external_id: string; groups: number };
    ApiToken: {
      id: number; user_id: number; user_name: string; name: string; scopes: S["Permission"][]; hint: string;
      created_at: number; expires_at: number | null; used_at: number | null;
    };
    AuditEntry: {
      id: number; happened_at: number; user_id: number | null; user_name: string; act: string; subject_kind: string;
      subject_id: string; before: Json; after: Json; reason: string; address: string;
    };
    Status: {
      version: string; now_at: number; zone: string; demo: boolean; last_day: string | null;
      last_import_at: number | null; checkup: { as_of: string; made_at: number; stale: boolean } | null;
      jobs_open: number; waiting: number;
    };
    JobState: "queued" | "running" | "done" | "failed" | "cancelled";
    JobView: {
      id: number; kind: string; state: S["JobState"]; subject: string | null; done: number; total: number | null;
      rate: number | null; eta_s: number | null; note: Record<string, Json> | null; result: Json;
      error: S["Reason"] | null; created_at: number; started_at: number | null; finished_at: number | null;
      cancellable: boolean; resumable: boolean;
    };
    UploadFile: { path: string; size: number; received: number };
    UploadView: { id: number; files: S["UploadFile"][] };
    Column: { heading: string; field: string | null; guessed: boolean; samples: string[] };
    Sighting: { kind: string; happened_at: number | null; group: string | null; who: string | null; what: string | null };
    Table: {
      signature: string; sheet: string | null; shape: string | null; columns: S["Column"][]; fields: string[];
      questions: string[]; preview: S["Sighting"][];
    };
    Inspected: {
      name: string; kind: string | null; code: string | null; params: Record<string, string>; size: number;
      tables: S["Table"][];
    };
    Inspection: { files: S["Inspected"][]; more: number; shapes: Record<string, string[]>; zone_needed: boolean };
    Mappings: Record<string, Record<string, string>>;
    Look: { zone?: string | null; day_first?: boolean | null; mappings?: S["Mappings"] };
    ImportOrder: S["Look"] & { upload_id: number; private?: boolean; staff?: string; house?: string; dry_run?: boolean };
    RunState: "running" | "done" | "failed" | "cancelled" | "undone";
    ImportView: {
      id: number; state: S["RunState"]; job_id: number | null; name: string; by: string | null; started_at: number;
      finished_at: number | null; undone_at: number | null; files: number; unread: number; facts: number;
      messages: number; chats: number; joins: number; rejects: number; dry_run: boolean; undoable: boolean;
    };
    Note: { code: string; detail: string };
    Outcome: {
      name: string; kind: string | null; code: string | null; params: Record<string, string>; known: boolean;
      chats: number; private_chats: number; rows: number; messages: number; joins: number; leaves: number;
      rejects: number; notes: S["Note"][];
    };
    ImportDetail: {
      run: S["ImportView"]; outcomes: S["Outcome"][]; more: number; unmatched: string[]; guessed: string[];
      private_chats: number; zone: string; last_day: string | null; rejects_file: boolean;
    };
    UndoView: {
      facts: number; people: number; groups: string[]; kept_facts: number; kept_because: string[]; kept_by_posts: boolean;
    };
    Reason: { code: string; params: Record<string, string | number> };
    State: "alive" | "fading" | "dormant" | "dead" | "forming" | "unknown";
    Advice: "keep" | "revive" | "merge" | "stop" | "unknown";
    Confidence: "high" | "medium" | "low";
    Evidence: {
      sources: string[]; first_day: string | null; last_day: string | null; messages: number; joins: number;
      leaves: number; members: number | null;
    };
    Structure: {
      creators: number; active: number; watchers: number | null; top_share: number | null; gini: number | null;
      gini_over: string;
    };
    Person: { id: string; name: string; why: string; messages: number; spend_cents: number };
    Change: { day: string; before: number; after: number };
    Blast: { sample: string; is_link: boolean; groups: number; messages: number; first_day: string; near: boolean };
    GroupReport: {
      id: string; name: string; platform: string; line: string | null; owner: string | null; state: S["State"];
      p_active_28d: number | null; advice: S["Advice"]; first_move: string | null; reasons: S["Reason"][];
      evidence: S["Evidence"]; confidence: S["Confidence"]; last_active_day: string | null; days_silent: number | null;
      cadence_days: number | null; silence_ratio: number | null; active_days_7d: number; active_days_28d: number;
      speakers_28d: number; messages_28d: number; trend: number | null; spark: number[]; structure: S["Structure"] | null;
      gini: number | null; key_people: number; people: S["Person"][]; response_minutes: number | null;
      unanswered_28d: number; inflow_28d: number; evaporation_28d: number; net_28d: number; retained: number | null;
      rejoin_rate: number | null; staff_share_28d: number | null; filler_share_28d: number | null;
      blast_share_28d: number | null; spend_cents_90d: number | null; hours_freed_per_week: number;
      merge_with: string | null; merge_name: string | null; decay: number[]; changes: S["Change"][];
    };
    OperatorReport: {
      id: string; name: string; groups: number; owned: number; unread_per_day: number; hours_per_week: number;
      alive: number; hours_freed_per_week: number; reading_hours_per_week: number;
    };
    Totals: {
      groups: number; private_chats: number; states: Record<string, number>; advice: Record<string, number>;
      active_each_of_7_days: number; staff_only: number; people: number; messages_28d: number; inflow_28d: number;
      evaporation_28d: number; retained: number | null; hours_freed_per_week: number;
    };
    Decision: {
      kind: "accepted" | "snoozed" | "kept"; until: string | null; reason: string | null; by_name: string; at: number;
      worse?: boolean;
    };
    CheckupView: {
      as_of: string; made_at: number; zone: string; sentence: S["Reason"]; then: S["Reason"] | null; totals: S["Totals"]; evidence: S["Evidence"];
      assumptions: Record<string, number>; decided: { accepted: number; snoozed: number; kept: number }; days: string[];
    };
    GroupRow: {
      id: string; name: string; line: string | null; owner: string | null; state: S["State"]; p: number | null;
      advice: S["Advice"]; first_move: string | null; reason: S["Reason"] | null; spark: number[]; speakers_28d: number;
      active_days_7d: number; messages_28d: number; members: number | null; net_28d: number;
      spend_cents_90d: number | null; days_silent: number | null; trend: number | null; hours_freed: number;
      confidence: S["Confidence"]; size_limit: number | null; decision: S["Decision"] | null;
    };
    GroupDetail: {
      row: S["GroupRow"]; report: S["GroupReport"]; daily: { day: string; people: number; staff: number }[];
      changes: S["Change"][]; flows: { week: string; inflow: number; evaporation: number }[]; blasts: S["Blast"][];
      history: { at: number; act: string; by_name: string; reason: string; params: Record<string, Json> }[];
      tasks: S["TaskView"][];
    };
    Judged: { state: S["State"]; advice: S["Advice"]; p: number | null };
    CompareView: {
      from: string; to: string; before: S["Totals"]; after: S["Totals"];
      groups: { id: string; name: string; owner: string | null; before: S["Judged"] | null; after: S["Judged"] | null }[];
    };
    AcceptPreview: {
      tasks: number; owners: { owner: string; user_id: number | null; tasks: number; groups: string[] }[];
      without_owner: number; already: number; nothing_to_do: number;
    };
    TaskState: "open" | "snoozed" | "done" | "dropped";
    TaskView: {
      id: number; kind: string; params: Record<string, unknown>; subject_kind: string; subject_id: string;
      subject_name: string; owner_name: string | null; assignee_id: number | null; assignee_name: string | null;
      mine: boolean; due_at: number; overdue: boolean; harm: number; state: S["TaskState"];
      snoozed_until: number | null; why: S["Why"]; source: string; created_at: number; done_at: number | null;
      done_by_name: string | null; result: string | null;
    };
    Why: { code: string; params?: Record<string, string | number> };
    TaskCounts: { overdue: number; now: number; later: number };
    TaskList: Paged<S["TaskView"]> & { counts: S["TaskCounts"] };
    TaskBatch: {
      act: "done" | "snooze" | "hand_over" | "reopen"; ids: number[]; until_at?: number | null; user_id?: number | null;
      result?: string | null;
    };
    TaskRefusal: { id: number; code: string; params: Record<string, unknown> };
    TaskOutcome: { changed: number[]; refused: S["TaskRefusal"][] };
    Period: "daily" | "weekly";
    DigestEntry: {
      id: number; period: S["Period"]; as_of: string; since: string | null; made_at: number; sentence: S["Reason"];
      changes: number;
    };
    DigestList: Paged<S["DigestEntry"]>;
    Figure: { code: string; before: number | null; after: number | null };
    MovedGroup: {
      id: string; name: string; owner: string | null; line: string | null; move: S["Move"]; before: S["State"] | null;
      after: S["State"] | null; members: number | null; p: number | null; reason: S["Reason"] | null;
    };
    Move: "died" | "faded" | "came_back" | "settled" | "new" | "gone";
    AdvisedGroup: {
      id: string; name: string; owner: string | null; line: string | null; before: S["Advice"]; after: S["Advice"];
      reason: S["Reason"] | null; hours_freed_per_week: number;
    };
    TaskFigures: { done: number; overdue: number; due_today: number; later: number };
    Digest: {
      period: S["Period"]; as_of: string; since: string | null; zone: string; sentence: S["Reason"]; figures: S["Figure"][];
      states: Record<string, number>; advice: Record<string, number>; moved: S["MovedGroup"][]; advised: S["AdvisedGroup"][];
      blasts: S["Blast"][]; tasks?: S["TaskFigures"] | null;
    };
    DigestView: { entry: S["DigestEntry"]; digest: S["Digest"] };
    DigestComparison: { before: S["DigestEntry"]; after: S["DigestEntry"]; figures: S["Figure"][] };
    WebhookView: {
      id: number; name: string; url: string; periods: S["Period"][]; lang: "zh" | "en"; created_at: number;
      last: S["DeliveryView"] | null;
    };
    DeliveryState: "waiting" | "delivered" | "refused" | "dead";
    DeliveryView: {
      id: number; key: string; event: string; digest_id: number | null; state: S["DeliveryState"]; attempts: number;
      status: number | null; error: string | null; created_at: number; next_at: number | null; ended_at: number | null;
    };
  };
}
