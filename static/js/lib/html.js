// @ts-check
/** The one place that names the view libraries: `html` templates, hooks and signals. */
export { html, render } from "htm/preact";
export { Component, createContext, Fragment } from "preact";
export { useCallback, useContext, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
export { batch, computed, effect, signal, untracked, useComputed, useSignal, useSignalEffect } from "@preact/signals";
