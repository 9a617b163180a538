// @ts-check
/** Starts what every page may need; each module looks for its own marks in the page and does nothing without them. */
import './dates.js'
import './buttons.js'
import './find.js'
import './offline.js'
