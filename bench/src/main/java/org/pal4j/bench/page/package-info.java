/** The table as a page with the roofline as a picture. */
package org.pal4j.bench.page;
