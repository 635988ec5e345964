/** Starts the window: the page comes in, the running App goes out. */
import { mount } from "svelte";
import App from "./App.svelte";
import "./tokens.css";
import "./base.css";

const target = document.getElementById("window");
if (target) mount(App, { target });
