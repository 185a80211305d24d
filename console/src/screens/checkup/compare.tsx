export { default } from "@/screens/placeholder";
