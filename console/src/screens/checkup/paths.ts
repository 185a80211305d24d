// Addresses of this screen. A group's id holds a colon, some a slash.
export const LIST = "/checkup";
export const groupPath = (id: string) => `/checkup/groups/${encodeURIComponent(id)}`;
export const EXPORT = (lang: string) => `/api/v1/checkup/export.xlsx?lang=${lang}`;
export const REPORT = (lang: string) => `/api/v1/checkup/report?lang=${lang}`;
